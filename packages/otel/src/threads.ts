/**
 * Worker threads are ended without a word: `terminate()` and the end of the process run no code in them. Every traced
 * thread therefore watches memory that all of them share, and spools what it holds when that asks it to.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId, Worker } from 'node:worker_threads';
import type { Ending } from './ending.ts';

const key = '@mordomo/otel';
const mostThreads = 256;
/** A thread that is blocked does not hear, and nobody waits longer for it. */
const hearMs = 80;
/** One that heard is given the time it needs, within reason: under load it is slow, but not lost. */
const answerMs = 1000;
/** What is on its way to the collector when a thread is asked may still arrive, or it would be sent again. */
const deliveryMs = 25;

/** Word 0: how often the threads were asked. Then for each thread: its id, and the last time it heard and answered. */
const asked = 0;
const idWord = (place: number): number => 1 + 3 * place;
const heardWord = (place: number): number => 2 + 3 * place;
const answerWord = (place: number): number => 3 + 3 * place;

interface Shared {
  readonly memory: Int32Array;
  readonly serviceName: string;
}

/** Lets the telemetry of worker threads be safe before they are gone. Called once in each traced thread. */
export function watchThreads(serviceName: string, ending: Ending): void {
  spoolBeforeTerminate();
  if (isMainThread) shareWithThreads(serviceName);
  else process.once('exit', answerOtherThreads(ending));
}

/** Before there are any threads. */
const shareWithThreads = (serviceName: string): void =>
  setEnvironmentData(key, {
    serviceName,
    memory: new Int32Array(new SharedArrayBuffer(4 * (1 + 3 * mostThreads))),
  } satisfies Shared);

const shared = (): Shared | undefined => getEnvironmentData(key) as Shared | undefined;

/** The service that a worker thread belongs to: its file may lie in another package. */
export const serviceNameOfProcess = (): string => shared()?.serviceName ?? '';

/** Spools whenever this worker thread is asked to. Gives the function that says that nobody need ask any more. */
function answerOtherThreads({ spool, deliver }: Pick<Ending, 'spool' | 'deliver'>): () => void {
  const memory = shared()?.memory;
  const place = memory === undefined ? -1 : freePlace(memory);
  if (memory === undefined || place === -1) return () => {};
  const answer = async (): Promise<void> => {
    for (let answered = Atomics.load(memory, asked); ; tell(memory, answerWord(place), answered)) {
      // Keeps no event loop alive.
      await Atomics.waitAsync(memory, asked, answered).value;
      answered = Atomics.load(memory, asked);
      tell(memory, heardWord(place), answered);
      spool();
      await deliver(deliveryMs);
    }
  };
  void answer();
  return () => void Atomics.store(memory, idWord(place), 0);
}

/** Asks all threads to spool, and waits for them without letting anything else run: for the end of the process. */
export function spoolThreads(): void {
  const memory = shared()?.memory;
  if (memory === undefined) return;
  const question = ask(memory);
  const hearByMs = performance.now() + hearMs;
  const answerByMs = performance.now() + answerMs;
  for (const place of placesInUse(memory)) {
    if (waitFor(memory, heardWord(place), question, hearByMs)) waitFor(memory, answerWord(place), question, answerByMs);
  }
}

function waitFor(memory: Int32Array, word: number, question: number, endMs: number): boolean {
  for (let seen = Atomics.load(memory, word); seen < question; seen = Atomics.load(memory, word)) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return false;
    Atomics.wait(memory, word, seen, leftMs);
  }
  return true;
}

/** Lets `terminate()` ask the thread to spool before it is gone. */
function spoolBeforeTerminate(): void {
  const terminate = Reflect.get(Worker.prototype, 'terminate');
  Worker.prototype.terminate = function terminateSpooled(this: Worker): Promise<number> {
    const memory = shared()?.memory;
    const id = this.threadId;
    const place = memory === undefined ? -1 : placesInUse(memory).find((used) => memory[idWord(used)] === id);
    if (memory === undefined || place === undefined) return terminate.call(this);
    return spooled(memory, place).then(() => {
      Atomics.compareExchange(memory, idWord(place), id, 0);
      return terminate.call(this);
    });
  };
}

async function spooled(memory: Int32Array, place: number): Promise<void> {
  const question = ask(memory);
  const isHeard = await comes(memory, heardWord(place), question, performance.now() + hearMs);
  if (isHeard) await comes(memory, answerWord(place), question, performance.now() + answerMs);
}

async function comes(memory: Int32Array, word: number, question: number, endMs: number): Promise<boolean> {
  for (let seen = Atomics.load(memory, word); seen < question; seen = Atomics.load(memory, word)) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return false;
    await Atomics.waitAsync(memory, word, seen, leftMs).value;
  }
  return true;
}

function tell(memory: Int32Array, word: number, question: number): void {
  Atomics.store(memory, word, question);
  Atomics.notify(memory, word);
}

function ask(memory: Int32Array): number {
  const question = Atomics.add(memory, asked, 1) + 1;
  Atomics.notify(memory, asked);
  return question;
}

const places = Array.from({ length: mostThreads }, (_, place) => place);

const placesInUse = (memory: Int32Array): number[] =>
  places.filter((place) => Atomics.load(memory, idWord(place)) !== 0);

const freePlace = (memory: Int32Array): number =>
  places.findIndex((place) => Atomics.compareExchange(memory, idWord(place), 0, threadId) === 0);
