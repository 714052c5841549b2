/** Asks the collector directly, as the service would, so that its answer can be told in its own words. */
import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Destination } from './destinations.ts';
import { fault, type Fault, type FaultId } from './faults.ts';
import type { Signal } from './signals.ts';

const answerWithinMs = 3000;
/** Less is the network's time and the seconds of HTTP's date; more makes backends refuse. */
const largestSkewMs = 10_000;

const emptyRequest = { traces: 'resourceSpans', metrics: 'resourceMetrics', logs: 'resourceLogs' } as const;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly words: string;
  readonly date: string | undefined;
}

/** What is wrong with the way to the collector for one signal, if anything. */
export async function examineCollector(signal: Signal, destination: Destination): Promise<Fault | undefined> {
  // Without the path, so that what is wrong with all signals is said once.
  const { origin } = new URL(destination.address);
  try {
    const answer = await ask(destination, JSON.stringify({ [emptyRequest[signal]]: [] }));
    return faultOf(answer, origin) ?? skewOf(answer, origin);
  } catch (error) {
    return faultOfFailure(error, origin);
  }
}

function ask({ address, headers, certificate }: Destination, body: string): Promise<Answer> {
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    timeout: answerWithinMs,
    agent: false,
    ...(certificate !== undefined && { ca: readFileSync(certificate) }),
  } as const;
  return new Promise((resolve, reject) => {
    const send = address.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(address, options, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      text(response).then(
        (words) =>
          resolve({ status, type: answered['content-type'] ?? '', words: firstLine(words), date: answered.date }),
        reject,
      );
    });
    request.once('error', reject);
    request.once('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.end(body);
  });
}

function faultOf({ status, type, words }: Answer, origin: string): Fault | undefined {
  const seen = `${origin} answered ${status}${words === '' ? '' : `: ${words}`}${/[.!?]$/.test(words) ? '' : '.'}`;
  if (status === 401 || status === 403) return fault('collector-refuses-you', seen);
  if (status === 404 || status === 405 || (status === 200 && !type.includes('json')))
    return fault('not-a-collector', seen);
  return status === 200 ? undefined : fault('collector-refuses', seen);
}

function skewOf({ date }: Answer, origin: string): Fault | undefined {
  const skewMs = date === undefined ? 0 : Date.now() - Date.parse(date);
  if (Math.abs(skewMs) <= largestSkewMs) return undefined;
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  return fault('clock-skew', `This clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${direction} that of ${origin}.`);
}

const faultsByCode: Readonly<Record<string, FaultId>> = {
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  ECONNREFUSED: 'collector-absent',
  EHOSTUNREACH: 'collector-absent',
  ENETUNREACH: 'collector-absent',
  ETIMEDOUT: 'collector-hangs',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-refused',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-refused',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-refused',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-refused',
  CERT_HAS_EXPIRED: 'certificate-refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-refused',
};

/** Anything that is no answer in HTTP comes from a program that speaks something else. */
function faultOfFailure(error: unknown, origin: string): Fault {
  const code = String(Reflect.get(Object(error), 'code') ?? error);
  return fault(faultsByCode[code] ?? 'not-a-collector', `Asking ${origin} gave ${code}.`);
}

const firstLine = (words: string): string => (words.trim().split('\n')[0] ?? '').slice(0, 200);
