"""The plan as a min-cost flow: exact where free time does not bind, a proven bound everywhere."""

import numpy as np
from ortools.graph.python import min_cost_flow

from planning.logic.assign.instance import Instance, Mask, Whole


def best_flow(instance: Instance) -> tuple[Mask, int]:
    """Return the best pairs when free minutes and togetherness are forgotten, and their value in 1/SCALE points.

    Every plan is such a flow, so the value is an upper bound; where the pairs fit the instance they are the best plan.
    """
    sites, volunteers, pairs = len(instance.need), len(instance.visits), len(instance.gain)
    source, sink = sites + volunteers, sites + volunteers + 1
    people = int(instance.need.sum())
    most = _most_visits(instance)
    # One arc for each visit of a volunteer: with fairness each later one costs more.
    who = np.repeat(np.arange(volunteers), most)
    number = np.arange(len(who)) - (np.cumsum(most) - most)[who]
    tails = np.concatenate([np.full(len(who), source), sites + instance.pair_volunteer, np.arange(sites), [source]])
    heads = np.concatenate([sites + who, instance.pair_site, np.full(sites, sink), [sink]])
    burdens = instance.burdens(np.arange(int(most.max(initial=0)) + 1))
    capacities = np.concatenate([np.ones(len(who) + pairs, np.int64), instance.need, [people]])
    burden = burdens[who, number + 1] - burdens[who, number]
    costs = np.concatenate([burden, -instance.gain, np.zeros(sites + 1, np.int64)])
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), capacities, costs)
    network.set_nodes_supplies(np.array([source, sink], np.int32), np.array([people, -people], np.int64))
    status = network.solve()
    if status != min_cost_flow.SimpleMinCostFlow.Status.OPTIMAL:
        raise RuntimeError(f"The flow was not solved: {status.name}.")
    flows = np.asarray(network.flows(np.arange(len(who), len(who) + pairs, dtype=np.int32)))
    chosen: Mask = flows > 0
    return chosen, instance.value(chosen)


def _most_visits(instance: Instance) -> Whole:
    """Return how many visits each volunteer can make at most, by number and by the shortest visits in the free time."""
    most = np.zeros_like(instance.visits)
    for who in np.unique(instance.pair_volunteer):
        shortest = np.sort(instance.pair_minutes[instance.pair_volunteer == who])
        fitting = int(np.count_nonzero(np.cumsum(shortest) <= instance.minutes[who]))
        most[who] = min(fitting, instance.visits[who])
    return most
