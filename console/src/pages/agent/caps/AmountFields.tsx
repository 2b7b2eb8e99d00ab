import { NumberInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import type { AmountsForm } from './amountsForm';
import classes from './Caps.module.css';

/** The four amounts of a cap, by day and by month, in money and in tokens. */
export function AmountFields({
  inputProps,
}: {
  inputProps: (field: keyof AmountsForm & string) => GetInputPropsReturnType;
}) {
  return (
    <div className={classes.fields}>
      <Money label="Dollars a day" {...inputProps('dayDollars')} />
      <Tokens label="Tokens a day" {...inputProps('dayTokens')} />
      <Money label="Dollars a month" {...inputProps('monthDollars')} />
      <Tokens label="Tokens a month" {...inputProps('monthTokens')} />
    </div>
  );
}

function Money(props: Record<string, unknown> & { label: string }) {
  return (
    <NumberInput
      prefix="$"
      min={0}
      decimalScale={2}
      thousandSeparator=","
      hideControls
      {...props}
    />
  );
}

function Tokens(props: Record<string, unknown> & { label: string }) {
  return <NumberInput min={0} allowDecimal={false} thousandSeparator="," hideControls {...props} />;
}
