"""预演: what a notice would cost whom and when, before it is issued; kept with it, and compared afterwards."""
