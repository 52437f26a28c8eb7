"""The long proofs: the same questions as in the ordinary tests, asked for hours. `make soak` runs them all."""
