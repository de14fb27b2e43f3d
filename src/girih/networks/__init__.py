"""Networks of places: who belongs, which ties join them and how mature they are, what the shape of the
network says, and which ties would serve it best next.
"""
