def owner_gate(kind, gate):
    pass
