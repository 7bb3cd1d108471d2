"""The manager's report: what a partnership's procedure is used for, counted and defined."""
