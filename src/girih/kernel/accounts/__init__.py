"""People who sign in. What they may do comes from the seats they hold, never from this table."""
