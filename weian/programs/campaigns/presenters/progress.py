def of_campaign(*a): return {}
