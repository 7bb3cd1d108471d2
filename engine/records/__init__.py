"""The record of a case as a file: gathered from the queries, set by Typst, the same every time."""
