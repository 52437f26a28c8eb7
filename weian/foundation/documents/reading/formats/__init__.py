"""One file format a module; each turns bytes into lines of text or raises Unreadable."""
