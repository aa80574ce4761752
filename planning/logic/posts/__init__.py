"""Where to put posts or service points: p-median (least total way) and maximal covering, each with a proven bound.

* `median`: choose so many places that the weighted ways of all clients to their nearest chosen place are shortest.
* `covering`: choose so many places that the most weight lies within reach of one.

Costs are arrays of shape (places, clients); where they come from (graph, ellipsoid, roads) is the caller's business.
"""
