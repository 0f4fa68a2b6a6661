/**
 * Stands in the bundle for what autocannon draws tables and sends forms with, which is half of its size: `bundles.ts` puts
 * this in their place. A class, since one of them is extended; nothing of it is ever called here.
 */
class Unused {}

export = Unused;
