"""One module for each kind of thing: what the shop has of it, what differs from the files, how to send it."""
