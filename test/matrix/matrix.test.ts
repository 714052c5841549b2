/** Every way to load the package, on every Node line, with every app: one test for each cell, and the page of all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { librariesOf } from './apps.ts';
import { cells, type Cell } from './cells.ts';
import { expectCell } from './expect-cell.ts';
import { setStage, type Stage } from './stage.ts';
import { importMatrixPage } from './table.ts';

/** The first time, Node and the libraries are installed. */
const setUpMs = 900_000;
let stage: Stage;
const passed = new Set<Cell>();

const titleOf = ({ app, generation, mode, limit }: Cell): string =>
  [librariesOf(app, generation), mode.name, limit === undefined ? [] : 'cannot work, and is said'].flat().join(' · ');

beforeAll(async () => {
  stage = await setStage();
}, setUpMs);
afterAll(() => stage?.remove());

describe.concurrent('import matrix', () => {
  for (const cell of cells) {
    test(`Node ${cell.node} · ${titleOf(cell)}`, async (context) => {
      await expectCell(context.expect, stage, cell);
      // Errors of a first attempt are still there in the second; the state is that of this one.
      if (context.task.result?.state !== 'fail') passed.add(cell);
    });
  }
});

test('docs/import-matrix.md shows this run; npm run test:matrix -- -u writes it', async () => {
  const page = importMatrixPage(cells.map((cell) => ({ cell, passed: passed.has(cell) })));
  await expect(page).toMatchFileSnapshot('../../docs/import-matrix.md');
});
