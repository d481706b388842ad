using System;

namespace Ovs.Generators;

/// <summary>A schema that makes no sense; the build shows why.</summary>
internal sealed class SchemaException(string message) : Exception(message);
