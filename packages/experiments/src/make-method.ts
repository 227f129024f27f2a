/** From the method of a recipe to what the trainer runs. */
import { aucCe, aucSc, ce, ct, type Method, tsDec, tsDrw } from '@deepauc/trainer'
import type { MethodRecipe } from './recipe/recipe.ts'

/** @throws RangeError if an option is out of range */
export function makeMethod(recipe: MethodRecipe): Method {
  switch (recipe.name) {
    case 'CE':
      return ce(optionsOf(recipe))
    case 'AUCsc':
      return aucSc(optionsOf(recipe))
    case 'AUC-CE':
      return aucCe(optionsOf(recipe))
    case 'TS-DRW':
      return tsDrw(optionsOf(recipe))
    case 'TS-DEC':
      return tsDec(optionsOf(recipe))
    case 'CT':
      return ct(optionsOf(recipe))
  }
}

function optionsOf<Named extends MethodRecipe>({
  name: _,
  ...options
}: Named): Omit<Named, 'name'> {
  return options
}
