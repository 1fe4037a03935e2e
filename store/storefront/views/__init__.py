"""What each page does, one file per kind of page."""
