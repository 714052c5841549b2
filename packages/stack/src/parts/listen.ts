/** Natively everything listens on loopback; in a container the same configurations listen on all its addresses. */
export const LISTEN_HOST = { MORDOMO_LISTEN_HOST: '127.0.0.1' };
