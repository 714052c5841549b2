import { connect } from 'node:net';
import { pause } from './process.ts';

/** Whether a health address answers 200 within the time. */
export async function isHealthy(url: string, timeoutMs = 2000): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Polls until healthy. @returns false if `giveUp` said so first, or the time was over */
export async function untilHealthy(url: string, giveUp: () => boolean, deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (!giveUp() && Date.now() < deadline) {
    if (await isHealthy(url)) return true;
    await pause(50);
  }
  return false;
}

/** The version of a NATS server on this port of loopback, from the line with which it greets; undefined if it is none. */
export function natsVersion(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    let greeting = '';
    const end = (version?: string) => {
      socket.destroy();
      resolve(version);
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      greeting += text;
      const version = /^INFO .*"version":"(\d+\.\d+\.\d+)/.exec(greeting)?.[1];
      if (version !== undefined || greeting.length > 8192) end(version);
    });
    socket
      .once('timeout', () => end())
      .once('error', () => end())
      .once('close', () => end());
  });
}
