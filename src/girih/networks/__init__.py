"""Networks of places: who belongs, which ties join them and how mature they are, what the network's shape says,
and which ties would serve it best next.
"""
