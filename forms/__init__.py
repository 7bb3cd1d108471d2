"""Forms: a definition drawn by people becomes checked answers and accessible HTML; nothing else.

This package imports nothing of ours. It knows no process instance, no database,
no web framework.
"""
