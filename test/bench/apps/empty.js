// Nothing: what is left is what Node needs to start.
