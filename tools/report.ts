import { basename } from 'node:path';
import { happyHistories } from './histories';
import * as measures from './measures';
import type { Length, Place } from './measures';
import { readPages, widestRowOf, wordsIn } from './pages';
import { filesOfTheWay } from './requestPicture';
import type { SourceFile } from './sources';

/** One line of the report. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  /** The most that is allowed; without one, the value is only told. */
  readonly limit?: number;
  /** What the value is made of, to lower it by. */
  readonly where: readonly string[];
}

/** Everything that is measured without running the service. */
export function measuresOf(projectFolder: string, sources: readonly SourceFile[]): readonly Measure[] {
  return [
    ...measuresOfImports(sources),
    ...measuresOfPages(projectFolder),
    ...measuresOfLengths(sources),
    ...measuresOfPlaces(sources),
    ...measuresOfHistories(projectFolder),
  ];
}

export function isPassed({ value, limit }: Measure): boolean {
  return limit !== undefined && value > limit;
}

/** A table of the measures; below it what lies behind each limit that is passed. */
export function reportOf(all: readonly Measure[]): string {
  const rows = all.map((measure) => {
    const { what, value, limit } = measure;
    const mark = isPassed(measure) ? '  OVER' : '';
    return `${what.padEnd(66)}${numeral(value).padStart(9)}${numeral(limit).padStart(10)}${mark}`;
  });
  const head = `${'measure'.padEnd(66)}${'value'.padStart(9)}${'limit'.padStart(10)}`;
  const details = all.filter(isPassed).map(({ what, where }) => [`\n${what}:`, ...where.map(indented)]);
  return [head, ...rows, ...details.flat()].join('\n');
}

/** A table of the rooms: files, lines, casts. */
export function roomsOf(sources: readonly SourceFile[]): string {
  const rooms = [...new Set(sources.map(({ room }) => room))].sort();
  const rows = rooms.map((room) => {
    const files = sources.filter((source) => source.room === room);
    const lines = files.reduce((sum, file) => sum + file.lines, 0);
    return [room, String(files.length), numeral(lines), String(measures.casts(files).length)];
  });
  return [['room', 'files', 'lines', 'casts'], ...rows]
    .map(([room = '', ...figures]) => room.padEnd(16) + figures.map((figure) => figure.padStart(9)).join(''))
    .join('\n');
}

/** Rooms that every request passes, whichever flow it is for. */
const sharedRooms = ['api', 'config', 'http', 'observability', 'temporal', 'workers'];
/** Files that every flow passes in the sandbox. */
const sharedFiles = ['workflows/index.ts', 'workflows/interceptors.ts'];

function isShared({ path, room }: SourceFile): boolean {
  return sharedRooms.includes(room) || sharedFiles.includes(path);
}

/** @param called paths of the files that took part in one registration by SMS */
export function measuresOfFlow(
  sources: readonly SourceFile[],
  called: ReadonlySet<string>,
): readonly Measure[] {
  const own = sources.filter((source) => called.has(source.path) && !isShared(source));
  const idle = filesOfTheWay(sources).filter((path) => !called.has(path));
  return [
    {
      what: 'files of one registration by SMS, beside those of every request',
      value: own.length,
      limit: 45,
      where: [],
    },
    { what: 'files in the picture of it that did not run', value: idle.length, limit: 0, where: idle },
  ];
}

/** The files that took part in one registration by SMS, by room; those of all requests apart. */
export function flowReportOf(sources: readonly SourceFile[], called: ReadonlySet<string>): string {
  const files = sources.filter(({ path }) => called.has(path));
  const linesOf = (some: readonly SourceFile[]): string => {
    const lines = some.reduce((sum, file) => sum + file.lines, 0);
    return `${some.length} files, ${numeral(lines)} lines`;
  };
  const listOf = (some: readonly SourceFile[]): readonly string[] =>
    [...new Set(some.map(({ room }) => room))].sort().flatMap((room) => {
      const inRoom = some.filter((file) => file.room === room);
      return [`  ${room}: ${linesOf(inRoom)}`, ...inRoom.map(({ path, lines }) => `    ${path} ${lines}`)];
    });
  const shared = files.filter(isShared);
  const own = files.filter((file) => !isShared(file));
  return [
    `one registration by SMS: ${linesOf(files)}`,
    `of its own: ${linesOf(own)}`,
    ...listOf(own),
    `of every request: ${linesOf(shared)}`,
    ...listOf(shared),
  ].join('\n');
}

/** Four digits and more with a comma: `5,213`. */
function numeral(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en');
}

function measuresOfImports(sources: readonly SourceFile[]): readonly Measure[] {
  const circles = measures.importCircles(sources);
  return [
    {
      what: 'circles of imports',
      value: circles.length,
      limit: 0,
      where: circles.map((files) => files.join(' ↔ ')),
    },
  ];
}

function measuresOfPages(projectFolder: string): readonly Measure[] {
  const pages = readPages(projectFolder).map(({ path, text }) => ({
    path,
    words: wordsIn(text),
    widest: widestRowOf(text),
  }));
  const widest = Math.max(...pages.map((page) => page.widest));
  return [
    {
      what: 'words in pages',
      value: pages.reduce((sum, { words }) => sum + words, 0),
      limit: 25_000,
      where: pages
        .toSorted((one, other) => other.words - one.words)
        .map(({ path, words }) => `${path} ${numeral(words)}`),
    },
    {
      what: 'widest row of a table in a page, characters',
      value: widest,
      limit: 120,
      where: pages.filter((page) => page.widest > 120).map((page) => `${page.path} ${page.widest}`),
    },
  ];
}

function measuresOfLengths(sources: readonly SourceFile[]): readonly Measure[] {
  const ofLongest = (kind: string, lengths: readonly Length[], limit: number): Measure => {
    const [longest] = lengths;
    const name = longest ? ` (${basename(longest.path)}:${longest.line})` : '';
    return {
      what: `longest ${kind}${name}`,
      value: longest?.lines ?? 0,
      limit,
      where: placesOf(lengths.slice(0, 5)),
    };
  };
  return [
    ofLongest('file', measures.filesByLength(sources), 200),
    ofLongest('function', measures.functionsByLength(sources), 40),
    { what: 'files', value: sources.length, where: [] },
    { what: 'lines', value: sources.reduce((sum, { lines }) => sum + lines, 0), where: [] },
  ];
}

function measuresOfPlaces(sources: readonly SourceFile[]): readonly Measure[] {
  const ofPlaces = (what: string, places: readonly Place[], limit?: number): Measure => ({
    what,
    value: places.length,
    ...(limit !== undefined && { limit }),
    where: placesOf(places),
  });
  return [
    ofPlaces('channels compared by name', measures.comparedChannels(sources), 0),
    ofPlaces('setHandler outside the one table', measures.scatteredHandlers(sources), 0),
    ofPlaces('lean() with a type written by hand', measures.typedLeans(sources), 0),
    ofPlaces('casts', measures.casts(sources)),
  ];
}

function measuresOfHistories(projectFolder: string): readonly Measure[] {
  return happyHistories(projectFolder).map(({ flow, events }) => ({
    what: `events of ${flow}`,
    value: events,
    limit: 36,
    where: [],
  }));
}

function placesOf(places: readonly Place[]): readonly string[] {
  return places.map(({ path, line }) => `${path}:${line}`);
}

function indented(line: string): string {
  return `  ${line}`;
}
