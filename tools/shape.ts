import { projectFolder } from '../embedded/projectFolder';
import { isPassed, measuresOf, reportOf, roomsOf } from './report';
import { readSources } from './sources';

const sources = readSources(projectFolder);
const measures = measuresOf(projectFolder, sources);
console.log(`${reportOf(measures)}\n\n${roomsOf(sources)}`);
process.exitCode = measures.some(isPassed) ? 1 : 0;
