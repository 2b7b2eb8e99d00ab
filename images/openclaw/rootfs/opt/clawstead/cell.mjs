// What the platform wrote into the volume before the first start.
import { readFileSync } from "node:fs";

export const PORT = 18789;
export const STATE = process.env.CLAWSTEAD_STATE ?? "/home/node/.openclaw";
const PATH = `${STATE}/.clawstead/cell.json`;

export function readCell() {
  const cell = JSON.parse(readFileSync(PATH, "utf8"));
  for (const field of ["slug", "key", "origin", "gatewayUrl", "modelKey"]) {
    if (typeof cell[field] !== "string" || cell[field] === "") throw new Error(`${PATH} has no text in the field "${field}"`);
  }
  return cell;
}
