/** What a sweep is asked for, as its pods see it. */
import type { Cell } from '../cell.ts'
import type { SweepFile } from '../sweep-folder.ts'
import type { DataFolders, SweepRequest } from '../sweep-plan.ts'

/** Where pods have the data. */
export const dataPath = '/data'

/** No more is needed to begin the sweep: cells and selections follow from results. */
export type PodRequest = SweepRequest & Pick<SweepFile, 'cells' | 'selections' | 'later'>

/**
 * With the folders that pods have: `/data/SOURCE`, or what was given if it is below `/data`.
 *
 * @throws RangeError if a cell reads a file that pods do not have
 */
export function podRequest({ profile, folders, set, cells, later }: SweepFile): PodRequest {
  for (const cell of cells) checkFiles(cell, folders)
  const own = Object.entries(folders).map(([source, { ...folder }]) => [
    source,
    Object.fromEntries(Object.entries(folder).map(([kind, path]) => [kind, podPath(source, path)])),
  ])
  return {
    ...{ profile, folders: Object.fromEntries(own), set },
    ...{ later: cells.length + later, selections: [], cells: [] },
  }
}

function podPath(source: string, path: string): string {
  return isInPod(path) ? path : `${dataPath}/${source}`
}

function isInPod(path: string): boolean {
  return path.startsWith(`${dataPath}/`) && !path.split('/').includes('..')
}

/** The folders of `folders` are changed; what else a recipe names has to be below `/data`. */
function checkFiles({ name, recipe: { data, network } }: Cell, folders: DataFolders): void {
  const given: { readonly root?: string; readonly prepared?: string } = folders[data.source] ?? {}
  const own = [data.root, data.prepared].filter(
    (path) => path !== undefined && path !== given.root && path !== given.prepared,
  )
  for (const path of [...own, network.weights])
    if (path !== undefined && !isInPod(path))
      throw new RangeError(
        `cell ${name} reads ${path}, which no pod has; put it on the volume of the data, and name it ${dataPath}/… in the recipe`,
      )
}
