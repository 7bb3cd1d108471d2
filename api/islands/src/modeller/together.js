// Several changes that are undone as one.

/** Offers `together.run([[command, context], …])`. */
export class Together {
  constructor(commandStack) {
    this.commandStack = commandStack;
    commandStack.register("concord.together", {
      preExecute: ({ changes }) => changes.forEach(([command, context]) => commandStack.execute(command, context)),
      execute: () => [],
      revert: () => [],
    });
  }

  run(changes) {
    this.commandStack.execute("concord.together", { changes });
  }
}
Together.$inject = ["commandStack"];
