/** Stands in the bundle for pako, by which autocannon's histograms unpack their code: Node has the same built in. */
export { deflateSync as deflate, inflateSync as inflate } from 'node:zlib';
