import { Command, InvalidArgumentError } from 'commander';
import { mostSampleCompanies, mostSampleLines } from '../src/records/sample/sampleIdentifiers';
import { writeExtract } from '../src/records/sample/writeExtract';

interface Options {
  readonly companies: number;
  readonly lines: number;
  readonly seed: number;
  readonly out: string;
}

function integer(least: number, greatest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > greatest)
      throw new InvalidArgumentError(`It must be an integer from ${least} to ${greatest}.`);
    return number;
  };
}

async function generate({ out, ...size }: Options): Promise<void> {
  try {
    const files = await writeExtract(out, size);
    process.stdout.write(`Sample extract (fictional data), seed ${size.seed}: ${files.join(', ')}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    process.stderr.write(`The sample extract could not be written to ${out}: ${reason}\n`);
    process.exitCode = 2;
  }
}

void new Command('generate-extract')
  .description('Writes a sample extract of customer records: fictional, and the same for one seed.')
  .option('--companies <count>', 'VAT numbers', integer(1, mostSampleCompanies), 2_000)
  .option('--lines <count>', 'mobile lines', integer(2, mostSampleLines), 20_000)
  .option('--seed <number>', 'what all choices follow from', integer(0, 2_147_483_646), 1)
  .requiredOption('--out <folder>', 'where companies.csv, lines.csv and offers.csv go')
  .action(generate)
  .parseAsync();
