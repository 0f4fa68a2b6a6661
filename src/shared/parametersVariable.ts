/**
 * The environment variable that carries a run's parameters, and in a worker what it is told of itself. Apart from the
 * parameters: a worker needs their name, and not the code that reads them.
 */
export const PARAMETERS_VARIABLE = 'NODE_CLUSTER';
