"""The scripts and styles, as a Chromium runs them under a strict content security policy."""
