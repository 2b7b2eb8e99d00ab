import { Button, Skeleton } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty } from './Empty';
import { ProblemNote } from './ProblemNote';
import classes from './Records.module.css';

export interface Column<T> {
  label: string;
  cell: (row: T) => ReactNode;
  number?: boolean;
}

interface RecordsProps<T> {
  caption: string;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  query: UseInfiniteQueryResult<T[]>;
  empty: string;
}

/** A list as a table; on a phone each row becomes a card. Roles keep it a table for the ear. */
export function Records<T>({ caption, columns, keyOf, query, empty }: RecordsProps<T>) {
  if (query.data === undefined) {
    return query.isError ? (
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton height={260} radius="lg" aria-label={`Loading ${caption}`} />
    );
  }
  return (
    <>
      <Table caption={caption} columns={columns} keyOf={keyOf} rows={query.data} empty={empty} />
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

interface TableProps<T> extends Omit<RecordsProps<T>, 'query'> {
  rows: readonly T[];
}

/** The rows themselves, all of them known. */
export function Table<T>({ caption, columns, keyOf, rows, empty }: TableProps<T>) {
  if (rows.length === 0) {
    return (
      <div className="card">
        <Empty inside title="Nothing here" text={empty} />
      </div>
    );
  }
  return (
    <div className={`card ${classes.frame ?? ''}`}>
      <table role="table" className={classes.table} aria-label={caption}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ label, number }) => (
              <th key={label} role="columnheader" scope="col" data-number={number}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ label, cell, number }) => (
                <td key={label} role="cell" data-label={label} data-number={number}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
