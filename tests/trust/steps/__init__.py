"""Every machine of the product, brought into each of its states, and every step tried by everybody (docs/states)."""
