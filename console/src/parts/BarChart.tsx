import { Fragment } from 'react';
import classes from './BarChart.module.css';

export interface Series {
  name: string;
  /** One for each column. */
  values: number[];
}

interface BarChartProps {
  title: string;
  columns: string[];
  series: Series[];
  format: (value: number) => string;
}

const LINES = [1, 0.5, 0] as const;

/** Stacked columns; for the ear, and for whoever wants the numbers, the same as a table. */
export function BarChart({ title, columns, series, format }: BarChartProps) {
  const totals = columns.map((_, at) => sum(series.map(({ values }) => values[at] ?? 0)));
  const top = Math.max(...totals, 0);
  return (
    <figure className={classes.figure} aria-label={title}>
      <div className={classes.plot} aria-hidden="true">
        {LINES.map((share) => (
          <Fragment key={share}>
            <span className={classes.line} style={{ bottom: `${share * 100}%` }} />
            <span className={classes.tick} style={{ bottom: `${share * 100}%` }}>
              {format(top * share)}
            </span>
          </Fragment>
        ))}
        <div className={classes.columns}>
          {columns.map((column, at) => (
            <div
              key={column}
              className={classes.column}
              title={`${column}: ${format(totals[at] ?? 0)}`}
            >
              {series.map(({ name, values }, which) => (
                <span
                  key={name}
                  data-tint={which % TINTS}
                  style={{ height: `${top === 0 ? 0 : (100 * (values[at] ?? 0)) / top}%` }}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <div className={classes.days} aria-hidden="true">
        <span>{columns[0]}</span>
        <span>{columns.at(-1)}</span>
      </div>
      <ul className={classes.legend}>
        {series.map(({ name, values }, which) => (
          <li key={name}>
            <span data-tint={which % TINTS} aria-hidden="true" />
            {name} <span className="numbers muted">{format(sum(values))}</span>
          </li>
        ))}
      </ul>
      <details className={classes.numbers}>
        <summary>The same as a table</summary>
        <div className={classes.scroller} tabIndex={0} role="region" aria-label={`${title}, table`}>
          <table aria-label={title}>
            <thead>
              <tr>
                <th scope="col">Day</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                <th scope="col">Together</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column, at) => (
                <tr key={column}>
                  <th scope="row">{column}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{format(values[at] ?? 0)}</td>
                  ))}
                  <td>{format(totals[at] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const TINTS = 6;

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
