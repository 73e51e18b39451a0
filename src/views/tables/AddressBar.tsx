import { type ReactElement, useState } from 'react';
import * as words from '#words/tables.ts';
import type { MapRegion } from '../../engine/mapping/types.ts';
import { blockId, pfn } from '../../engine/units.ts';
import type { MachineInfo } from '../../link/messages.ts';
import { useAtlas, useAtlasStore } from '../../store/atlas.ts';
import { blockOf, dimmAt, pfnOfVa } from '../../store/selection.ts';
import { cx } from '../../ui/cx.ts';
import { PARTS, parsePlace, splitVa } from '../inspector/bits.ts';
import { entryStart, isCanonical, regionOf, tableStart } from './cursor.ts';
import styles from './tables.module.css';
import { REGION_NAMES } from './words.ts';

/**
 * The address, and its parts: sign, one index a level, offset. Every index can be typed, and goes up and down by the
 * arrow keys.
 */
export function AddressBar(props: {
  readonly info: MachineInfo;
  readonly va: bigint | undefined;
  /** log2 of the leaf that ends the walk, where there is one. */
  readonly leafShift: number | undefined;
  /** Level of the entry that was chosen. */
  readonly level: number | undefined;
  /** The region the address is meant in. */
  readonly region: MapRegion | undefined;
}): ReactElement {
  const { info, va } = props;
  return (
    <div className={styles['address']}>
      <div className={styles['addressLine']}>
        <PlaceField key={va === undefined ? '' : `${va}`} info={info} va={va} />
        {va !== undefined && <Meaning info={info} va={va} />}
      </div>
      {va !== undefined && <Parts {...props} va={va} />}
    </div>
  );
}

/** What the address is of. */
function Meaning({ info, va }: { readonly info: MachineInfo; readonly va: bigint }): ReactElement {
  const cells = useAtlas((s) => s.cells);
  const mirror = useAtlas((s) => s.mirror);
  const region = regionOf(info.geometry, va);
  const at = pfnOfVa(info.geometry, va);
  if (region === undefined || at === undefined) return <span className={styles['meaning']} />;
  const dimm = dimmAt({ info, cells, mirror }, at);
  return (
    <span className={styles['meaning']}>
      {words.ofPfnMemory(region, REGION_NAMES[region].toLowerCase(), at, blockOf(info, at), dimm?.id)}
    </span>
  );
}

function PlaceField({ info, va }: { readonly info: MachineInfo; readonly va: bigint | undefined }): ReactElement {
  const atlas = useAtlasStore().getState;
  const [text, setText] = useState(va === undefined ? '' : hex(va));
  const [error, setError] = useState<string | undefined>();
  const go = (given: string): void => {
    const place = parsePlace(given);
    if (place === undefined) {
      setError(words.noAddress);
      return;
    }
    setError(undefined);
    if (place.kind === 'va') atlas().select({ kind: 'va', va: place.va });
    else if (place.kind === 'block') atlas().select({ kind: 'block', id: blockId(place.id) });
    else {
      const at = place.kind === 'pfn' ? place.pfn : Math.floor(place.address / info.sizes.pageBytes);
      atlas().select({ kind: 'pfn', pfn: pfn(at) });
    }
  };
  return (
    <search>
      <form
        className={styles['placeForm']}
        onSubmit={(event) => {
          event.preventDefault();
          go(text);
        }}
      >
        <input
          aria-label={words.address}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : 'tables-address-error'}
          className={styles['placeInput']}
          value={text}
          spellCheck={false}
          autoComplete="off"
          placeholder={words.addressExamples}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => {
            // a pasted address needs no Enter
            const pasted = event.clipboardData.getData('text').trim();
            if (parsePlace(pasted) === undefined) return;
            event.preventDefault();
            setText(pasted);
            go(pasted);
          }}
        />
        {error !== undefined && (
          <span id="tables-address-error" role="alert" className={styles['placeError']}>
            {error}
          </span>
        )}
      </form>
    </search>
  );
}

function Parts(props: {
  readonly info: MachineInfo;
  readonly va: bigint;
  readonly leafShift: number | undefined;
  readonly level: number | undefined;
}): ReactElement {
  const { info, va } = props;
  const { geometry } = info;
  const atlas = useAtlasStore().getState;
  const fields = splitVa(va, geometry, props.leafShift);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const known = isCanonical(geometry, va);
  const go = (level: number, index: number): void => {
    const start = tableStart(geometry, level, va);
    atlas().select({
      kind: 'va',
      va: entryStart(geometry, level, start, index),
      bytes: 2 ** (geometry.levels[level]?.shift ?? 0),
    });
  };
  const text = va.toString(2).padStart(64, '0');
  // bits that a leaf further up takes as its offset are shown once, there
  const shown = fields.filter(({ kind }) => kind !== 'inside');
  const firstBit = (name: string): number =>
    shown
      .slice(
        0,
        shown.findIndex((f) => f.name === name),
      )
      .reduce((sum, f) => sum + f.bits, 0);
  return (
    <div className={styles['parts']} role="group" aria-label={words.partsOfAddress}>
      {PARTS.map((name) => {
        const field = byName.get(name);
        if (field === undefined)
          return (
            <div key={name} className={cx(styles['part'], styles['partFolded'])}>
              <span className={styles['partName']}>{name}</span>
              <span className={styles['partValue']}>{words.folded}</span>
            </div>
          );
        const first = firstBit(name);
        const digits = field.kind === 'inside' ? '' : text.slice(first, first + field.bits);
        const level = geometry.levels.findIndex((l) => l.name === name);
        return (
          <div
            key={name}
            className={cx(
              styles['part'],
              styles[{ sign: 'partSign', index: 'partIndex', inside: 'partInside', offset: 'partOffset' }[field.kind]],
              field.kind === 'sign' && !known && styles['partWrong'],
              level >= 0 && level === props.level && styles['partChosen'],
            )}
          >
            <span className={styles['partName']}>
              {name}
              <small>{words.bits(field.bits)}</small>
            </span>
            {field.kind === 'index' ? (
              <IndexField
                key={`${field.value}`}
                name={name}
                value={Number(field.value)}
                most={(geometry.levels[level]?.entries ?? 1) - 1}
                onGo={(index) => go(level, index)}
              />
            ) : (
              <span className={styles['partValue']}>
                {field.kind === 'inside'
                  ? '–'
                  : field.kind === 'sign'
                    ? field.value.toString(16)
                    : `0x${field.value.toString(16)}`}
              </span>
            )}
            {digits !== '' && (
              <span className={styles['partBits']} aria-hidden="true">
                {digits}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** An index that can be typed. */
function IndexField(props: {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly onGo: (index: number) => void;
}): ReactElement {
  const { name, value, most, onGo } = props;
  const [text, setText] = useState(`${value}`);
  const commit = (): void => {
    const wanted = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (Number.isNaN(wanted) || wanted > most) setText(`${value}`);
    else if (wanted !== value) onGo(wanted);
  };
  return (
    <input
      aria-label={words.indexRange(name, most)}
      inputMode="numeric"
      className={styles['partInput']}
      value={text}
      autoComplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape') setText(`${value}`);
        else if (by !== undefined && value + by >= 0 && value + by <= most) onGo(value + by);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

const hex = (va: bigint): string => `0x${va.toString(16)}`;
