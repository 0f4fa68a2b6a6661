/** The WebSocket client, a bundle of its own: it is loaded when the first worker is looked into. */
export { WebSocket } from 'ws';
