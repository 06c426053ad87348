import type { Contenders } from './contender';
import { latencyRow, type Row } from './report';
import { measureInTurn } from './turns';

/** A row for each step and contender, each compared to the floor. */
export async function latencyRows<Subject>(
  { service, edge, floor }: Contenders<Subject>,
  subjects: readonly Subject[],
  warmUp: number,
): Promise<Readonly<Record<string, Row>>> {
  const names = ['service', 'service with empty activities', 'floor'];
  const measured = await measureInTurn([service, edge, floor], subjects, warmUp);
  const [, , lowest] = measured;
  const rows: Record<string, Row> = {};
  for (const step of lowest?.keys() ?? [])
    for (const [index, times] of measured.entries())
      rows[`${step}: ${names[index] ?? ''}`] = latencyRow(times.get(step) ?? [], lowest?.get(step) ?? []);
  return rows;
}
