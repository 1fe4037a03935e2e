"""A plugin for the generation: four small repairs so that the client is strict and honest."""

import ast
import re

from ariadne_codegen.plugins.base import Plugin
from graphql import ExecutableDefinitionNode

MIXIN = re.compile(r"\s*@mixin\([^)]*\)")


class HouseRules(Plugin):
    """Strips @mixin from what is sent, drops `**kwargs`, imports our Upload, and makes enums print as their values."""

    def generate_operation_str(self, operation_str: str, operation_definition: ExecutableDefinitionNode) -> str:
        """`@mixin` is for the generator; a server would refuse it."""
        return MIXIN.sub("", operation_str)

    def generate_client_method(
        self,
        method_def: ast.FunctionDef | ast.AsyncFunctionDef,
        operation_definition: ExecutableDefinitionNode,
    ) -> ast.FunctionDef | ast.AsyncFunctionDef:
        """Without `**kwargs`, a misspelt argument does not type-check."""
        method_def.args.kwarg = None
        for node in ast.walk(method_def):
            if isinstance(node, ast.Call):
                node.keywords = [keyword for keyword in node.keywords if keyword.arg is not None]
        return method_def

    def generate_enums_module(self, module: ast.Module) -> ast.Module:
        """`StrEnum` prints as its value in a template."""
        for node in module.body:
            if isinstance(node, ast.ImportFrom) and node.module == "enum":
                node.names = [ast.alias(name="StrEnum")]
            if isinstance(node, ast.ClassDef):
                node.bases = [ast.Name(id="StrEnum")]
        return module

    def generate_inputs_module(self, module: ast.Module) -> ast.Module:
        """Inputs with files name our `Upload`, which the generator takes for its own."""
        return _with_upload(module)

    def generate_client_module(self, module: ast.Module) -> ast.Module:
        """So do methods with files."""
        return _with_upload(module)


def _with_upload(module: ast.Module) -> ast.Module:
    if any(isinstance(node, ast.Name) and node.id == "Upload" for node in ast.walk(module)):
        module.body.insert(0, ast.ImportFrom(module="store.saleor.upload", names=[ast.alias(name="Upload")], level=0))
    return module
