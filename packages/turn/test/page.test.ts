/** The pages as a person has them: in a real browser, with a mouse or without, in the dark, on a phone. */
import { Buffer } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderTurnPage, type Turn } from '../src/index.ts';
import { spanId } from '../src/testing/otlp-builder.ts';
import { serve, siteOf } from '../src/testing/sites.ts';
import { turnLines, turnOf, turnSpans } from '../src/testing/turns.ts';
import { launchChromium, openPage, whyNoChromium } from './support/chromium.ts';
import { hostileTurn, largeTurn } from './support/turns.ts';

const ordinary = turnOf(turnSpans, turnLines);
const older: Turn = { ...ordinary, traceId: 'a'.repeat(32), startNs: ordinary.startNs - 60_000_000_000n };
const compareAddress = `/compare?turn=${ordinary.traceId}&turn=${older.traceId}`;

describe.skipIf(whyNoChromium !== undefined)(`pages${whyNoChromium === undefined ? '' : ` (${whyNoChromium})`}`, () => {
  let browser: Browser;
  let folder: string;
  let site: Awaited<ReturnType<typeof serve>>;
  let origin: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'mordomo-page-'));
    await writeFile(join(folder, `${ordinary.traceId}.wav`), silence());
    site = await serve(siteOf([ordinary, older], folder));
    origin = `http://127.0.0.1:${site.port}`;
  });

  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page of a turn as a file, as `mordomo trace --html` leaves it. */
  async function asFile(turn: Turn): Promise<{ readonly address: string; readonly bytes: number }> {
    const file = join(folder, `${crypto.randomUUID()}.html`);
    const text = renderTurnPage(turn);
    await writeFile(file, text);
    return { address: pathToFileURL(file).href, bytes: Buffer.byteLength(text) };
  }

  test('a turn of 2 000 spans and 2 000 log lines opens within a second of work, within 3 MB', async () => {
    const { address, bytes } = await asFile(largeTurn(2000));
    expect(bytes).toBeLessThanOrEqual(3_000_000);
    const { page, complaints } = await openPage(browser, address);
    const painted = await page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return Math.round(performance.now());
    });
    // What other programs do to the clock is not the page's: its own work is what has to fit into a second.
    const cpu = await cpuMilliseconds(page);
    process.stdout.write(
      `2 000 spans and 2 000 lines: ${bytes} bytes, painted after ${painted} ms, ${cpu} ms of them at work\n`,
    );
    expect(cpu).toBeLessThanOrEqual(1000);
    expect(await page.locator('.spans > li').count()).toBe(2000);
    expect(await page.locator('.lines > li').count()).toBe(2000);
    await page.locator(`.spans [data-of="${spanId('stt')}"]`).click();
    expect(await page.locator('.details').innerText()).toContain('voice.stage');
    await page.locator('#filter').fill('messages 1234');
    expect(await page.locator('.spans > li:not([hidden]), .lines > li:not([hidden])').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('what means harm in telemetry is text on every page, wherever it comes from', async () => {
    const turn = hostileTurn();
    const hostile = await serve(siteOf([turn, { ...turn, traceId: older.traceId }], folder));
    const addresses = [`/turn/${turn.traceId}`, '/turns', `/compare?turn=${turn.traceId}&turn=${older.traceId}`];
    for (const path of addresses) {
      const address = `http://127.0.0.1:${hostile.port}${path}`;
      const { page, requests, complaints } = await openPage(browser, address);
      for (const row of await page.locator('button[aria-expanded]').all()) await row.click();
      expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
      expect(await page.locator('img, iframe, link[rel=stylesheet], [onerror], [onload], [onfocus]').count()).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([address]);
      await page.close();
    }
    await hostile.stop();
  });

  test('a page asks nobody but its own server for anything, and a file asks for nothing', async () => {
    const served = await openPage(browser, `${origin}/turn/${ordinary.traceId}`);
    const duration = await served.page.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
      audio.load();
      audio.preload = 'auto';
      await new Promise((loaded) => audio.addEventListener('loadedmetadata', loaded, { once: true }));
      return audio.duration;
    });
    expect(duration).toBeCloseTo(0.5, 1);
    expect(new Set(served.requests.map((address) => new URL(address).origin))).toEqual(new Set([origin]));
    const { address } = await asFile(ordinary);
    const file = await openPage(browser, address);
    expect(file.requests).toEqual([address]);
    await served.page.close();
    await file.page.close();
  });

  test('everything can be done with the keyboard', async () => {
    const { page } = await openPage(browser, `${origin}/turn/${older.traceId}`);
    await page.keyboard.press('/');
    await page.keyboard.type('stt');
    expect(await page.locator('.spans > li:visible').count()).toBe(1);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('.spans > .beside:visible').count()).toBe(0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.details').innerText()).toContain('wake');
    await page.keyboard.press('c');
    expect(await page.locator('.spans > .beside:visible').count()).toBeGreaterThan(0);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(`${origin}/turn/${ordinary.traceId}`);
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(`${origin}/turn/${older.traceId}`);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('every page can be read by everybody in the %s', async (colorScheme) => {
    for (const path of [`/turn/${ordinary.traceId}`, '/turns', compareAddress, '/turn/none']) {
      const { page } = await openPage(browser, `${origin}${path}`, { colorScheme });
      const first = page.locator('button[aria-expanded]').first();
      if ((await first.count()) > 0) await first.click();
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
      await page.close();
    }
  });

  test('no page is wider than a phone', async () => {
    for (const path of [`/turn/${ordinary.traceId}`, '/turns', compareAddress, '/turn/none']) {
      const { page } = await openPage(browser, `${origin}${path}`, { width: 360 });
      expect({ path, width: await page.evaluate(() => document.documentElement.scrollWidth) }).toEqual({
        path,
        width: 360,
      });
      await page.close();
    }
  });

  test('two turns that are marked in the list are compared', async () => {
    const { page } = await openPage(browser, `${origin}/turns`);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Compare the two marked' }).click();
    expect(await page.locator('h1').innerText()).toBe('Both waits were equally long');
    await page.close();
  });
});

/** How long the page's main thread was at work since it was asked for: other programs may have had the processor meanwhile. */
async function cpuMilliseconds(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.reload();
  const { metrics } = await session.send('Performance.getMetrics');
  return Math.round(1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0));
}

/** What the rules of axe find, one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      readonly axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const results = await checker.run();
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** Half a second of nothing, as a WAV file. */
function silence(): Buffer {
  const bytes = 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(bytes)]);
}
