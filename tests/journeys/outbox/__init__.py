"""The outbox of the phone, played by Node against the running product."""
