"""A contract for import-linter: packages that may import the standard library and little else."""

import sys
from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """`packages` import each other's modules, `allowed` roots, and the standard library."""

    type_name = "standard_library_only"

    packages = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        free = {*self.packages, *self.allowed, *sys.stdlib_module_names}  # type: ignore[misc]
        found = [
            (module, imported)
            for module in sorted(graph.modules)
            if module.split(".")[0] in self.packages  # type: ignore[operator]
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if imported.split(".")[0] not in free
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["found"]:
            output.print_error(f"{module} imports {imported}")
