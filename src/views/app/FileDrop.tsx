import { type DragEvent, type ReactElement, type ReactNode, useRef, useState } from 'react';
import * as words from '#words/app.ts';
import styles from './FileDrop.module.css';
import { loadFile } from './openFile.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Takes a snapshot file that is dropped anywhere on the page. */
export function FileDrop({ children }: { readonly children: ReactNode }): ReactElement {
  const [over, setOver] = useState(false);
  // enter and leave also come from every child: count them
  const depth = useRef(0);
  const enter = (by: number): void => {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  return (
    <div
      role="presentation"
      onDragEnter={(event) => holdsFiles(event) && enter(1)}
      onDragLeave={(event) => holdsFiles(event) && enter(-1)}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined) void loadFile(file);
      }}
    >
      {children}
      {over && (
        <div className={styles['over']}>
          <p>{words.dropSnapshotToSee}</p>
        </div>
      )}
    </div>
  );
}
