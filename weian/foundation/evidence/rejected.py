class Rejected(Exception):
    """A file is not taken. The message is a full Chinese sentence that says why and what to do."""
