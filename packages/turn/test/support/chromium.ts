/** A real Chromium, as Debian has it: the pages need none, only their tests do. */
import { spawnSync } from 'node:child_process';
import { chromium, type Browser, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const executablePath = names
  .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
  .find((path) => path !== '');

/** Why the pages cannot be opened here, in one line; undefined if they can. In CI it is there, or that is a failure. */
export const whyNoChromium =
  executablePath === undefined && process.env['CI'] === undefined
    ? `pages not opened: none of ${names.join(', ')} is installed`
    : undefined;

export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(`None of ${names.join(', ')} is on PATH; install one of them.`);
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}

/** What a page did besides being shown. */
export interface Watched {
  readonly page: Page;
  /** Addresses that it asked for. */
  readonly requests: string[];
  /** Errors of its scripts, and what its policy had to block. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  address: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<Watched> {
  const { colorScheme = 'light', width = 1280 } = options;
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 1000 } });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  await page.goto(address);
  return { page, requests, complaints };
}
