import { closureOf, type SourceFile } from './sources';

/** Rooms, each with the others that its files import from, as the code stands. */
export type RoomGraph = ReadonlyMap<string, ReadonlySet<string>>;

export function roomGraph(sources: readonly SourceFile[]): RoomGraph {
  const roomOfPath = new Map(sources.map(({ path, room }) => [path, room]));
  const graph = new Map<string, Set<string>>();
  for (const { room, imports } of sources) {
    const others = graph.get(room) ?? new Set();
    for (const { to } of imports) others.add(roomOfPath.get(to) ?? room);
    others.delete(room);
    graph.set(room, others);
  }
  return graph;
}

/** The graph without the arrows that a way by other rooms tells already. */
export function withoutShortcuts(graph: RoomGraph): RoomGraph {
  const direct = (room: string): readonly string[] => [...(graph.get(room) ?? [])];
  const leadsTo = (from: string, to: string): boolean =>
    direct(from).some((next) => next === to || leadsTo(next, to));
  return new Map(
    [...graph.keys()].map((room) => {
      const others = direct(room);
      return [room, new Set(others.filter((to) => !others.some((by) => by !== to && leadsTo(by, to))))];
    }),
  );
}

/** Who runs the code of a room: one of the service's processes, both, or the machine of those who work on it. */
export type RunBy = 'sandbox' | 'both' | 'api' | 'worker' | 'machine';

export function runBy(sources: readonly SourceFile[]): ReadonlyMap<string, RunBy> {
  const roomsFrom = (...entries: string[]): ReadonlySet<string> => {
    const closure = closureOf(sources, entries);
    return new Set(sources.filter(({ path }) => closure.has(path)).map(({ room }) => room));
  };
  const [api, worker] = [roomsFrom('src/main.ts'), roomsFrom('workers/main.ts')];
  const sandbox = roomsFrom('workflows/index.ts');
  const kindOf = (room: string): RunBy => {
    if (api.has(room)) return worker.has(room) ? 'both' : 'api';
    if (worker.has(room)) return 'worker';
    return sandbox.has(room) ? 'sandbox' : 'machine';
  };
  return new Map(sources.map(({ room }) => [room, kindOf(room)]));
}
