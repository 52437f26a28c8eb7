"""What the reader says when it cannot read."""


class Unreadable(ValueError):
    """A file that cannot be read; the message is a Chinese sentence saying what to do."""
