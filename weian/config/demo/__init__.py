"""The demo: invented institutions and people in a real province, made by driving the product's own actions.

`places` makes units, `crew` makes people, `story` lets them work for some weeks on a moved clock.
"""

from weian.config.demo.building import build

__all__ = ["build"]
